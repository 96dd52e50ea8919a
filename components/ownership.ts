// SPDX-License-Identifier: Apache-2.0

/** Makes the Kubernetes provider take over fields that another field manager has. */
const PATCH_FORCE_ANNOTATION = "pulumi.com/patchForce";

/** The annotation that takes keys over from whoever holds them, if that is wanted. */
export function ownershipAnnotations(takeOwnership: boolean | undefined): Record<string, string> {
    return takeOwnership === true ? { [PATCH_FORCE_ANNOTATION]: "true" } : {};
}
