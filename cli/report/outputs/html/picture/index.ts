// SPDX-License-Identifier: Apache-2.0
import { html, type Markup } from "../markup";
import { switchOf } from "../switch";
import { drawn } from "./draw";
import { type Fate, type Picture, SIGNS } from "./model";
import { alternative, caption } from "./words";

const LEGEND: Readonly<Record<Fate, string>> = { added: "comes", removed: "goes", changed: "changes", kept: "stays" };

const VIEWS = ["Before", "After", "Difference"];

/** Pictures of clusters, and the switch between what is, what will be and the difference. */
export function pictureFigures(pictures: readonly Picture[]): Markup {
    return html`<div class="picture">
        ${switchOf("view", { legend: "What the picture shows", options: VIEWS }, "Difference")} ${pictures.map(figure)}
    </div>`;
}

function figure(picture: Picture): Markup {
    const place = picture.cluster === undefined ? "" : ` in ${picture.cluster}`;
    return html`<figure class="card">
        <div class="scroll" role="group" aria-label="Picture${place}" tabindex="0">
            ${drawn(picture, alternative(picture, place))}
        </div>
        <figcaption>
            <ul class="legend">
                ${Object.entries(LEGEND).map(([fate, word]) => legendItem(fate as Fate, word))}
            </ul>
            <p>${caption(picture)}</p>
        </figcaption>
    </figure>`;
}

function legendItem(fate: Fate, word: string): Markup {
    return html`<li>
        <svg width="34" height="10" aria-hidden="true" class="line ${fate}"><path d="M1,5H33" /></svg>
        ${`${SIGNS[fate]} ${word}`.trim()}
    </li>`;
}
