using System.Text.Json.Serialization;

namespace FileStorage.Tests.Storage.Metadata.Tests.Documents;

[JsonSerializable(typeof(SampleDocument))]
internal sealed partial class SampleJsonContext : JsonSerializerContext;
