/**
 * Takes apart what Python sends to several panels of a page in one message: each letter goes to the panels of this
 * document that it is addressed to, whichever panel the message came by. Knows no panel.
 */
import { randomId } from "./id.ts";
import type { FlowMessage, MailMessage } from "./protocol.ts";
import type { Scope } from "./scope.ts";

/** Every panel's bundle has this file once more: they meet under this name. The number is the message's form. */
const MEETING_PLACE = Symbol.for("rust-daq-jupyter.mail.1");

type Take = (letter: FlowMessage, buffers: readonly DataView[]) => void;

interface Place {
  /** The name by which Python knows this document. */
  document: string;
  boxes: Map<string, Take>;
}

type Page = typeof globalThis & { [MEETING_PLACE]?: Place };

function place(): Place {
  const page = globalThis as Page;
  page[MEETING_PLACE] ??= { document: randomId(), boxes: new Map() };
  return page[MEETING_PLACE];
}

export function documentName(): string {
  return place().document;
}

/** Letters to `page` are for `take`, as long as `scope` lives. */
export function receive(scope: Scope, page: string, take: Take): void {
  place().boxes.set(page, take);
  scope.defer(() => place().boxes.delete(page));
}

export function distribute({ letters }: MailMessage, buffers: readonly DataView[]): void {
  let first = 0;
  for (const letter of letters) {
    const own = buffers.slice(first, first + letter.parts.length);
    first += letter.parts.length;
    for (const page of letter.to) hand(place().boxes.get(page), letter, own);
  }
}

/** What one panel cannot take must not keep the others from theirs. */
function hand(take: Take | undefined, letter: FlowMessage, buffers: readonly DataView[]): void {
  try {
    take?.(letter, buffers);
  } catch (error) {
    reportError(error);
  }
}
