import { NetworkPlatform } from "kubesphere-network";

const platform = new NetworkPlatform("platform", {
    file: "network.yaml",
});

export const { made, extensionState } = platform;
