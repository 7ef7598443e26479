// The texts whose contrast to what is behind them is below what WCAG AA asks for (4.5), each colour pair once.
const channels = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
const luminance = ([red, green, blue]) => {
  const [r, g, b] = [red, green, blue].map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const behind = (element) => {
  for (let it = element; it; it = it.parentElement) {
    const color = channels(getComputedStyle(it).backgroundColor);
    if (color.length === 3 || color[3] === 1) return color;
  }
  return [255, 255, 255];
};
const poor = new Map();
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const element = walk.currentNode.parentElement;
  if (!walk.currentNode.textContent.trim() || element.matches("script, noscript, textarea, option")) continue;
  const [one, other] = [luminance(channels(getComputedStyle(element).color)), luminance(behind(element))];
  const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  if (contrast < 4.5) poor.set(`${getComputedStyle(element).color} on ${behind(element)}`, `${contrast.toFixed(2)}: ${walk.currentNode.textContent.trim()}`);
}
return [...poor];
