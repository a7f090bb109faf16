using System.Text.Json.Serialization;

namespace FileStorage.Silo.Clustering;

[JsonSerializable(typeof(SerializedState))]
internal sealed partial class SerializedStateContext : JsonSerializerContext;
