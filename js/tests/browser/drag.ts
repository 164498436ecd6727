/** A drag over a chart, from and to in parts of its width. */
export async function dragOver(
  host: HTMLElement,
  from: number,
  to: number,
  meanwhile: () => void = () => {},
): Promise<void> {
  const over = host.querySelector(".u-over") as HTMLElement;
  const { left, top, width } = over.getBoundingClientRect();
  const send = async (type: string, x: number) => {
    const place = { clientX: left + x * width, clientY: top + 20 };
    over.dispatchEvent(new MouseEvent(type, { ...place, bubbles: true, button: 0, movementX: 1 }));
    await new Promise(requestAnimationFrame);
  };
  await send("mouseenter", from);
  await send("mousedown", from);
  await send("mousemove", (from + to) / 2);
  meanwhile();
  await send("mousemove", to);
  await send("mouseup", to);
  await send("click", to);
}
