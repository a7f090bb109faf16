using System.Text.Json.Serialization;
using FileStorage.Cli.Commands;
using FileStorage.Cli.Importing;
using FileStorage.Cli.Settings;
using FileStorage.Cli.Syncing;
using FileStorage.Cli.Terminal;
using FileStorage.Core.Capacity;

namespace FileStorage.Cli;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SavedLogin))]
[JsonSerializable(typeof(TransferLine))]
[JsonSerializable(typeof(ErrorLine))]
[JsonSerializable(typeof(ImportLine))]
[JsonSerializable(typeof(ImportRecord))]
[JsonSerializable(typeof(TokenLine))]
[JsonSerializable(typeof(LoginLine))]
[JsonSerializable(typeof(QuotaLine))]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(SyncStatusLine))]
[JsonSerializable(typeof(SyncActionLine))]
[JsonSerializable(typeof(SyncSummaryLine))]
[JsonSerializable(typeof(SyncLink))]
[JsonSerializable(typeof(List<KnownFolder>))]
[JsonSerializable(typeof(CapacityPlan))]
internal sealed partial class CliJsonContext : JsonSerializerContext;
