// SPDX-License-Identifier: Apache-2.0
export * from "./control-plane";
export { installCatalog, startControllers } from "./controllers";
export { createDisplay, type Display, type DisplayKind } from "./engine/display";
export type { EngineEvent, Operation } from "./engine/model";
export { type Lock, lockFolder } from "./engine/state/lock";
export { type ImportFile, type ImportSpec, readImportFile } from "./engine/import/import-file";
export { exportState, importState, type StackPlace } from "./engine/state-exchange";
export { run, type RunOptions, type RunResult, type StackOperation } from "./engine/run";
