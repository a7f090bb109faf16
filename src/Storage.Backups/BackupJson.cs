using System.Text.Json;
using System.Text.Json.Serialization;

namespace FileStorage.Storage.Backups;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BackupManifest))]
[JsonSerializable(typeof(RestoredMark))]
public sealed partial class BackupJson : JsonSerializerContext;
