// SPDX-License-Identifier: Apache-2.0

/** Who is asked: KubeSphere's API, Calico's own objects, or both where KubeSphere's API is there. */
export const SOURCES = ["auto", "kapis", "ipam"] as const;
export type Source = (typeof SOURCES)[number];
