// SPDX-License-Identifier: Apache-2.0
import { listed, numbered } from "../words";
import type { Finding } from "../report";
import type { Release } from "./releases";

/** A finding about an extension, before its area, its object and its cluster are added. */
export type Found = Omit<Finding, "area" | "object" | "cluster">;

/** Releases in words: "the host's part and the agents on m1 and m2". */
export function partsOf(releases: readonly Pick<Release, "cluster">[]): string {
    const clusters = releases.flatMap(({ cluster }) => cluster ?? []);
    const agents = `${numbered(clusters.length, "the agent", "the agents")} on ${listed(clusters)}`;
    return [
        ...(clusters.length < releases.length ? ["the host's part"] : []),
        ...(clusters.length > 0 ? [agents] : []),
    ].join(" and ");
}
