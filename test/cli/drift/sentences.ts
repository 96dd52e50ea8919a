// SPDX-License-Identifier: Apache-2.0
// What a drift says of the next update, and of the way back.

export const PLAIN = 'A plain "pulumi up" says "unchanged" and changes nothing.';
export const SET_BACK = `${PLAIN} With --refresh it sets it back.`;
export const MADE_AGAIN = `${PLAIN} With --refresh it makes the object again.`;
export const REFRESH = "Run: pulumi up --refresh.";
export const GIVE_BACK = "Give the field back with kubectl first; from then on an update finds nothing to change.";

export function conflictWith(...managers: string[]): string {
    return `${PLAIN} With --refresh it fails with a conflict with ${managers.map((name) => `"${name}"`).join(" and ")}, and the update of the whole stack stops there.`;
}

/** The way back for what the description has at a path, such as "projects.shop". */
export function takeOwnershipOf(path: string): string {
    return `Set ${path}.takeOwnership to true in network.yaml of NetworkPlatform "platform", and run: pulumi up.`;
}
