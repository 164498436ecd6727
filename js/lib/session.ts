/** All that one model owns in this page, shared by its views: link, asks, feed, voice, STOP and the data. Knows no panel. */
import type { AnyModel } from "@anywidget/types";
import { AskError, Asks } from "./ask.ts";
import { Bell } from "./bell.ts";
import { Feed, type Flow } from "./feed.ts";
import { Freshness } from "./freshness.ts";
import { Link } from "./link.ts";
import { Traits } from "./model.ts";
import { type PanelState, panelTraits } from "./protocol.ts";
import { Scope } from "./scope.ts";
import { hasServer } from "./server.ts";
import { judge, type Standing } from "./standing.ts";
import { Stop } from "./stop.ts";
import { Voice } from "./voice.ts";

const TICK_MS = 500;

/** What a panel keeps of its flow, once for all its views. */
export interface Store<D> {
  take(flow: Flow<D>): void;
  /** The age of a value that is older than it may be; 0 for a fresh one. */
  readonly staleS: number;
  /** Figures after the point of a position that STOP reports. */
  readonly decimals: number;
}

export class Session<S extends PanelState, D, T extends Store<D>> {
  readonly scope = new Scope();
  /** Rings when anything on show may have changed. */
  readonly changed = new Bell();
  readonly traits: Traits<S>;
  readonly feed: Feed<D>;
  readonly voice = new Voice(this.changed);
  readonly stop: Stop;
  readonly store: T;

  readonly #link: Link;
  readonly #asks: Asks;
  readonly #connected = new Freshness();

  constructor(model: AnyModel<S>, names: readonly (keyof S & string)[], store: (traits: Traits<S>) => T) {
    this.traits = new Traits(model);
    this.store = store(this.traits);
    this.#link = new Link(this.scope, model as AnyModel);
    this.#asks = new Asks(this.scope, this.#link);
    this.stop = new Stop(this.scope, this.#asks, this.voice, {
      key: () => this.traits.get("stop"),
      decimals: () => this.store.decimals,
    });
    this.feed = new Feed(this.scope, this.#link, (flow) => this.#take(flow), this.traits.get("kernel"));
    this.#observe(names);
  }

  /** Asks Python; says in the foot what went wrong, and gives undefined then. */
  async ask<T>(name: string, args: object = {}): Promise<T | undefined> {
    this.voice.hush();
    try {
      return await this.#asks.ask<T>(name, args);
    } catch (error) {
      if (!(error instanceof AskError)) throw error;
      if (!this.scope.signal.aborted) this.voice.say("error", error.sentence);
      return undefined;
    }
  }

  /** Asks Python and leaves the error to the caller. */
  askQuietly<T>(name: string, args: object): Promise<T> {
    return this.#asks.ask<T>(name, args);
  }

  /** When the newest message from Python left, by its own clock. */
  get heardS(): number | null {
    return this.#link.heardS;
  }

  /** The name of this page for Python. */
  get page(): string {
    return this.#link.page;
  }

  get standing(): Standing {
    return judge({
      gone: this.#link.gone,
      silentS: this.feed.silentMs / 1000,
      hasHeard: this.#link.hasHeard,
      hasServer: hasServer(),
      connection: this.traits.get("connection"),
      connectionS: this.#connected.ageS ?? 0,
      readOnly: this.traits.get("read_only"),
      staleS: this.store.staleS,
      isWaking: this.feed.isWaking,
    });
  }

  end(): void {
    this.scope.end();
  }

  #take(flow: Flow<D>): void {
    this.store.take(flow);
    this.changed.ring();
  }

  #observe(names: readonly (keyof S & string)[]): void {
    const ring = () => {
      this.#connected.note(this.traits.get("connection").since_s);
      this.voice.hear(this.traits.get("notice"));
      this.changed.ring();
    };
    this.traits.watch(this.scope, [...panelTraits, ...names], ring);
    this.#link.turned.hear(this.scope, () => this.changed.ring());
    this.scope.every(TICK_MS, () => {
      if (this.feed.visible) this.changed.ring();
    });
    ring();
  }
}
