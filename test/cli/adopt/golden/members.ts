import { NetworkPlatform } from "kubesphere-network";

const platform = new NetworkPlatform("platform", {
    file: "network.yaml",
    clusters: {
        host: { context: "production" },
        east: { context: "production-east" },
        west: { context: "production-west" },
    },
});

export const { made, extensionState } = platform;
