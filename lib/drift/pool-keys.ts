// SPDX-License-Identifier: Apache-2.0
import { IP_POOL_LABEL_PREFIX, POOL_ANNOTATION_KEYS } from "../labels";

/** Whether a label or an annotation binds a namespace to pools. */
export function isPoolKey(section: "labels" | "annotations", key: string): boolean {
    return section === "labels" ? key.startsWith(IP_POOL_LABEL_PREFIX) : POOL_ANNOTATION_KEYS.includes(key);
}
