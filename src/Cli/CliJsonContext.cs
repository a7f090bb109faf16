using System.Text.Json.Serialization;
using FileStorage.Cli.Commands;
using FileStorage.Cli.Settings;
using FileStorage.Cli.Terminal;

namespace FileStorage.Cli;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SavedLogin))]
[JsonSerializable(typeof(TransferLine))]
[JsonSerializable(typeof(ErrorLine))]
[JsonSerializable(typeof(TokenLine))]
[JsonSerializable(typeof(LoginLine))]
[JsonSerializable(typeof(QuotaLine))]
internal sealed partial class CliJsonContext : JsonSerializerContext;
