import { afterEach, expect, test, vi } from "vitest";
import { FakeModel, panelState } from "../../demo/fake-model.ts";
import { Link } from "../../lib/link.ts";
import { documentName } from "../../lib/mail.ts";
import { Scope } from "../../lib/scope.ts";

const scopes: Scope[] = [];

afterEach(() => {
  for (const scope of scopes.splice(0)) scope.end();
});

function panel() {
  const scope = new Scope();
  scopes.push(scope);
  const model = new FakeModel<object>(panelState);
  const link = new Link(scope, model.proxy);
  const taken: [seq: number, text: string][] = [];
  link.onFlow = ({ seq }, buffers) => {
    taken.push([seq, buffers.map((buffer) => String.fromCharCode(buffer.getUint8(0))).join("")]);
  };
  return { scope, model, link, taken };
}

/** A letter with as many buffers as `text` has characters. */
const letter = (to: string[], seq: number, text: string, sent_s = 1000) => ({
  ...{ kind: "flow", sent_s, seq, reset: false, data: {}, to },
  parts: [...text].map((name) => ({ name, dtype: "uint8", length: 1 })),
});

const buffers = (text: string) =>
  [...text].map((character) => new DataView(new TextEncoder().encode(character).buffer));

test("each gets its own letters and buffers, by whichever panel they came", () => {
  const [one, two] = [panel(), panel()];
  const letters = [letter([two.link.page], 1, "ab"), letter(["of another document"], 1, "x")];
  letters.push(letter([one.link.page], 1, ""), letter([one.link.page], 2, "c"));
  one.model.tell({ kind: "mail", letters }, buffers("abxc"));
  expect(two.taken).toEqual([[1, "ab"]]);
  expect(one.taken).toEqual([
    [1, ""],
    [2, "c"],
  ]);
});

test("a letter that two panels carry is taken once", () => {
  const [one, two, three] = [panel(), panel(), panel()];
  const letters = [letter([three.link.page], 1, "a")];
  for (const carrier of [one, two]) carrier.model.tell({ kind: "mail", letters }, buffers("a"));
  expect(three.taken).toEqual([[1, "a"]]);
});

test("what one cannot take keeps nobody from theirs", () => {
  const [broken, well] = [panel(), panel()];
  broken.link.onFlow = () => {
    throw new Error("broken");
  };
  const report = vi.spyOn(globalThis, "reportError").mockImplementation(() => {});
  const letters = [letter([broken.link.page], 1, ""), letter([well.link.page], 1, "a")];
  broken.model.tell({ kind: "mail", letters }, buffers("a"));
  expect(well.taken).toEqual([[1, "a"]]);
  expect(report).toHaveBeenCalledOnce();
  report.mockRestore();
});

test("one that has ended gets no more", () => {
  const [ended, other] = [panel(), panel()];
  ended.scope.end();
  other.model.tell({ kind: "mail", letters: [letter([ended.link.page], 1, "")] }, []);
  expect(ended.taken).toEqual([]);
});

test("a letter is older than an answer that overtook it", () => {
  const { model, link } = panel();
  model.nowS = 1002;
  model.tell({ kind: "answer", page: link.page, id: "1", ok: true, value: 1 });
  model.tell({ kind: "mail", letters: [letter([link.page], 1, "", 1001)] }, []);
  expect(link.heardS).toBe(1002);
});

test("a document has one name", () => {
  expect(documentName()).toBe(documentName());
});
