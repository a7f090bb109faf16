using System.Text.Json;
using System.Text.Json.Serialization;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>How <see cref="PostgresCopyIndex"/> is written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PostgresCopyIndex))]
internal sealed partial class PostgresCopyJson : JsonSerializerContext;
