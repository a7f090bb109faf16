using System.Text.Json.Serialization;
using FileStorage.Bench.Load.Devices;
using FileStorage.Bench.Load.Open;

namespace FileStorage.Bench.Load;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(OpenReport))]
[JsonSerializable(typeof(DevicesReport))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
