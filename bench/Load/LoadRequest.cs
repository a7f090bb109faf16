namespace FileStorage.Bench.Load;

/// <summary>A request without the headers that all requests of a run share.</summary>
internal readonly record struct LoadRequest(string Method, string Target, string? ContentType, ReadOnlyMemory<byte> Body);
