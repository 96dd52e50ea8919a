// SPDX-License-Identifier: Apache-2.0
import { html, type Markup } from "./markup";

/** One of a few, by radio buttons: the styles follow what is checked, so that it needs no script. */
export function switchOf(
    name: string,
    { legend, options }: { readonly legend: string; readonly options: readonly string[] },
    checked: string,
): Markup {
    return html`<fieldset class="switch">
        <legend class="said">${legend}</legend>
        ${options.map(
            (option) =>
                html`<label
                    ><input
                        type="radio"
                        name="${name}"
                        id="${name}-${option.toLowerCase()}"
                        ${option === checked && html`checked`}
                    /><span>${option}</span></label
                >`,
        )}
    </fieldset>`;
}
