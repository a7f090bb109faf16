using System.Text.Json.Serialization;

namespace FileStorage.Client.Uploads;

[JsonSerializable(typeof(LedgerRecord))]
internal sealed partial class LedgerJsonContext : JsonSerializerContext;
