// SPDX-License-Identifier: Apache-2.0

/** Type of the component that holds a platform's resources. */
export const PLATFORM_TYPE = "kubesphere-network:index:NetworkPlatform";

/** Name of the host's Cluster object unless said otherwise. */
export const HOST = "host";

/** What names of a member's resources begin with. No object's name has an "@", so that none is ever taken for another. */
export function memberName(platform: string, cluster: string): string {
    return `${platform}@${cluster}`;
}

/** Names of the resources of one cluster; `platform` is the component's name, or what `memberName` makes of it. */
export const resourceName = {
    extension: (platform: string): string => `${platform}-extension`,
    pool: (platform: string, pool: string): string => `${platform}-pool-${pool}`,
    binding: (platform: string, namespace: string): string => `${platform}-binding-${namespace}`,
    workspace: (platform: string, workspace: string): string => `${platform}-workspace-${workspace}`,
    project: (platform: string, namespace: string): string => `${platform}-project-${namespace}`,
    policy: (platform: string, namespace: string, policy: string): string =>
        policyName(resourceName.project(platform, namespace), policy),
} as const;

/** Name of the resource of a policy on the allow list of a ProjectIsolation. */
export function policyName(project: string, policy: string): string {
    return `${project}-${policy}`;
}
