// SPDX-License-Identifier: Apache-2.0
import type { Settings } from "./display";
import type { Palette } from "./palette";

const TITLES: Readonly<Record<Settings["operation"], readonly [preview: string, real: string]>> = {
    preview: ["Previewing update", "Previewing update"],
    up: ["Previewing update", "Updating"],
    refresh: ["Previewing refresh", "Refreshing"],
    destroy: ["Previewing destroy", "Destroying"],
    import: ["Previewing import", "Importing"],
};

/** First line of a view for people: "Updating (dev):". */
export function title(settings: Settings, palette: Palette): string {
    const [preview, real] = TITLES[settings.operation];
    return `${palette.headline(settings.isPreview ? preview : real)} (${settings.stack}):`;
}
