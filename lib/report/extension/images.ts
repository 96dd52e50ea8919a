// SPDX-License-Identifier: Apache-2.0
import { parse } from "semver";
import { IMAGE_RULE, PINNED_RULE } from "../rules/extension-rules";
import { type Found, partsOf } from "./found";
import type { ChangedPair } from "./pairs";
import type { Release } from "./releases";
import { printedDifference, propertyOf, type ValueDifference, valueDifferences } from "./values";

/** Where charts have the tag of an image. */
const IMAGE_TAG = /^(tag|\w*Tag)$/;

/** A tag that is the same, or becomes the same, in some releases. */
interface Tag {
    readonly difference: ValueDifference;
    readonly releases: readonly Release[];
}

/** What is said of images that other values name, and of those that a new version leaves as they are. */
export function imageFindings({ before, after, releases }: ChangedPair): Found[] {
    const there = releases.filter((release) => release.before !== undefined && !release.isLeft);
    return [
        ...tagsIn(there, ({ differences = [] }) => differences).map(changed),
        ...tagsIn(there, unchangedIn).flatMap((tag) => pinned(tag, before.version, after.version)),
    ];
}

function changed({ difference, releases }: Tag): Found {
    const { property, ...texts } = printedDifference(difference);
    return {
        severity: "notice",
        rule: IMAGE_RULE.id,
        ...texts,
        message: `'${property}' changes in ${partsOf(releases)}: the pods there are restarted with another image.`,
    };
}

/** An image has the version of its extension as its tag; an old one that stays pinned keeps the old image running. */
function pinned({ difference: { path, after: tag }, releases }: Tag, before = "", after = ""): Found[] {
    const version = parse(String(tag));
    const isOld = parse(before) !== null && version?.compareMain(before) === 0;
    return !isOld || parse(after) === null || version.compareMain(after) === 0
        ? []
        : [
              {
                  severity: "warning",
                  rule: PINNED_RULE.id,
                  before: String(tag),
                  after: String(tag),
                  message: `'${propertyOf(path)}' (${String(tag)}) stays the tag of another version in ${partsOf(releases)}: the image of version ${after} would not be used.`,
                  wayOut: `Remove it, or set v${after}.`,
              },
          ];
}

/** Every value that is set before and after, and the same. */
function unchangedIn({ values: { before, after }, differences = [] }: Release): readonly ValueDifference[] {
    const changes = differences.map(({ path }) => propertyOf(path));
    return before && after ? valueDifferences({}, after).filter(({ path }) => !changes.includes(propertyOf(path))) : [];
}

function tagsIn(releases: readonly Release[], of: (release: Release) => readonly ValueDifference[]): Tag[] {
    const tags = new Map<string, Tag>();
    for (const release of releases) {
        for (const difference of of(release).filter(({ path }) => IMAGE_TAG.test(path.at(-1) ?? ""))) {
            const key = JSON.stringify(difference);
            tags.set(key, { difference, releases: [...(tags.get(key)?.releases ?? []), release] });
        }
    }
    return [...tags.values()];
}
