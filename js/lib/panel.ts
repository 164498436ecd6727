/** Makes the anywidget module of a panel: a session a model, a frame and a scope a view. */
import type { AnyModel } from "@anywidget/types";
import { Frame } from "./frame.ts";
import type { Traits } from "./model.ts";
import { type PanelState, panelTraits } from "./protocol.ts";
import { Scope } from "./scope.ts";
import { Session, type Store } from "./session.ts";
import type { Standing } from "./standing.ts";
import type { Sentence } from "./voice.ts";

/** Brings one view up to date and says what the device does now. */
export type Paint = (standing: Standing) => Sentence;

export interface PanelKind<S extends PanelState, D, T extends Store<D>> {
  name: string;
  /** The traits it has beside those of every panel. */
  traits: readonly (keyof S & string)[];
  store: (traits: Traits<S>) => T;
  /** Fills the body of a frame; all it begins belongs to `scope`. */
  view: (session: Session<S, D, T>, frame: Frame, scope: Scope) => Paint;
}

export interface PanelModule {
  initialize(props: { model: AnyModel }): () => void;
  render(props: { model: AnyModel; el: HTMLElement }): () => void;
}

function readState<S extends PanelState>(traits: Traits<S>): PanelState {
  const entries = panelTraits.map((name) => [name, traits.get(name)] as const);
  return Object.fromEntries(entries) as unknown as PanelState;
}

/** What has the focus and goes away hands it to the panel, so that Esc still reaches STOP. */
function holdingFocus<R>(root: HTMLElement, change: () => R): R {
  const focused = root.querySelector(":focus");
  const result = change();
  if (focused && (!root.contains(focused) || focused.closest("[hidden]"))) root.focus({ preventScroll: true });
  return result;
}

function show<S extends PanelState, D, T extends Store<D>>(
  kind: PanelKind<S, D, T>,
  session: Session<S, D, T>,
  el: HTMLElement,
): Scope {
  const scope = new Scope(session.scope);
  const frame = new Frame(scope, kind.name, { voice: session.voice, pressStop: () => session.stop.press() });
  const paintBody = kind.view(session, frame, scope);
  const paint = () => {
    const standing = session.standing;
    const status = holdingFocus(frame.root, () => paintBody(standing));
    frame.paint(readState(session.traits), standing, status);
  };
  session.changed.hear(scope, scope.painter(paint));
  paint();
  el.append(frame.root);
  scope.defer(() => frame.root.remove());
  session.feed.watch(scope, frame.root);
  return scope;
}

/**
 * The default export of a panel's bundle. A function, because hosts call it once a model: `initialize` and `render` get
 * different proxies of the model and can share a session in no other way.
 */
export function definePanel<S extends PanelState, D, T extends Store<D>>(kind: PanelKind<S, D, T>): () => PanelModule {
  return () => {
    let session: Session<S, D, T> | undefined;
    return {
      initialize({ model }) {
        session = new Session(model as AnyModel<S>, kind.traits, kind.store);
        return () => session?.end();
      },
      render({ el }) {
        if (!session) throw new Error(`${kind.name}: rendered before it was initialized`);
        const scope = show(kind, session, el);
        return () => scope.end();
      },
    };
  };
}
