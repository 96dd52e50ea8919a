// SPDX-License-Identifier: Apache-2.0
import type { DisplayOptions } from "./display";
import type { Palette } from "./palette";

const TITLES: Readonly<Record<DisplayOptions["operation"], string>> = {
    preview: "Previewing update",
    up: "Updating",
    refresh: "Refreshing",
    destroy: "Destroying",
};

/** First line of a view for people: "Updating (dev):". */
export function title(options: DisplayOptions, palette: Palette): string {
    return `${palette.headline(TITLES[options.operation])} (${options.stack}):`;
}
