// SPDX-License-Identifier: Apache-2.0
import { credentials, type ServiceError, status } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { PackProcess } from "./pack-process";

type Callback<Response> = (error: ServiceError | null, response: Response) => void;

const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** Calls to a policy pack; failures become one message with what the pack itself wrote. */
export class PackConnection {
    private readonly client: AnalyzerClient;

    constructor(
        private readonly folder: string,
        private readonly pack: PackProcess,
    ) {
        this.client = new AnalyzerClient(`127.0.0.1:${pack.port}`, credentials.createInsecure(), {
            "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
            "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
        });
    }

    public async call<Response>(
        start: (client: AnalyzerClient, done: Callback<Response>) => unknown,
    ): Promise<Response> {
        const answer = await this.attempt(start);
        if (answer.error !== null) {
            throw await this.failure(answer.error);
        }
        return answer.response;
    }

    /** As `call`, for what older packs do not have: undefined then. */
    public async callIfKnown<Response>(
        start: (client: AnalyzerClient, done: Callback<Response>) => unknown,
    ): Promise<Response | undefined> {
        const answer = await this.attempt(start);
        if (answer.error?.code === status.UNIMPLEMENTED) {
            return undefined;
        }
        if (answer.error !== null) {
            throw await this.failure(answer.error);
        }
        return answer.response;
    }

    public close(): void {
        this.client.close();
    }

    private attempt<Response>(
        start: (client: AnalyzerClient, done: Callback<Response>) => unknown,
    ): Promise<{ error: ServiceError | null; response: Response }> {
        return new Promise((resolve) => {
            start(this.client, (error, response) => {
                resolve({ error, response });
            });
        });
    }

    private async failure(error: ServiceError): Promise<Error> {
        if (error.code === status.UNAVAILABLE) {
            await this.pack.stop();
            const complaint = this.pack.complaint();
            return new Error(`Policy pack '${this.folder}' ended while it was in use.${complaint && `\n${complaint}`}`);
        }
        const details = error.details.split("\n").filter((line) => !/^\s+at /.test(line));
        return new Error(`Policy pack '${this.folder}' failed: ${details.join("\n")}`);
    }
}
