// SPDX-License-Identifier: Apache-2.0
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// Functions that run in the page: they see nothing of this file but themselves.

/** Texts of which less than 4.5 times the light of their ground comes, as "text: contrast". */
export function lowContrasts(): string[] {
    const channels = (colour: string): number[] => (/[\d.]+/g[Symbol.match](colour) ?? []).map(Number);
    const luminance = (colour: string): number => {
        const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
            const share = channel / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const isSeen = (colour: string): boolean => colour !== "none" && channels(colour)[3] !== 0;
    const groundOf = (element: Element | null): string => {
        if (element === null) {
            return "rgb(255, 255, 255)";
        }
        // A text of the picture stands on the box of its group.
        const box = element.matches("g") ? element.querySelector(":scope > rect") : null;
        const colour = box === null ? getComputedStyle(element).backgroundColor : getComputedStyle(box).fill;
        return isSeen(colour) ? colour : groundOf(element.parentElement);
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const low: string[] = [];
    while (texts.nextNode()) {
        const element = texts.currentNode.parentElement;
        const text = texts.currentNode.textContent?.trim() ?? "";
        if (element?.checkVisibility() && text !== "" && !element.matches("style, script, title, svg title")) {
            const style = getComputedStyle(element);
            const [fore, back] = [element.matches("svg text") ? style.fill : style.color, groundOf(element)].map(
                luminance,
            );
            const contrast = (Math.max(fore!, back!) + 0.05) / (Math.min(fore!, back!) + 0.05);
            if (contrast < 4.5) {
                low.push(`${text}: ${contrast.toFixed(2)}`);
            }
        }
    }
    return low;
}

/** Labels of pictures that lie on others, or that leave their box. */
export function misplacedLabels(): string[] {
    const seen = [...document.querySelectorAll<SVGTextElement>("figure svg text")].filter((text) =>
        text.checkVisibility(),
    );
    const labels = seen
        .map((text) => ({ text: text.textContent, area: text.getBoundingClientRect(), box: boxOf(text) }))
        .filter(({ area }) => area.width > 0);
    function boxOf(text: Element): DOMRect {
        const group = text.closest(".box, .frame");
        return (group?.querySelector("rect") ?? text.closest("svg")!).getBoundingClientRect();
    }
    const outside = labels
        .filter(
            ({ area, box }) =>
                area.left < box.left || area.right > box.right || area.top < box.top || area.bottom > box.bottom,
        )
        .map(({ text }) => `${text} leaves its box`);
    const meeting = labels.flatMap((one, index) =>
        labels
            .slice(index + 1)
            .filter(
                ({ area }) =>
                    area.left < one.area.right &&
                    one.area.left < area.right &&
                    area.top < one.area.bottom &&
                    one.area.top < area.bottom,
            )
            .map(({ text }) => `${one.text} meets ${text}`),
    );
    return [...outside, ...meeting];
}
