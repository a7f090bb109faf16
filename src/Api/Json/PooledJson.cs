using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FileStorage.Api.Json;

/// <summary>A value as JSON in a buffer that is used again after <see cref="Dispose"/>.</summary>
internal sealed class PooledJson : IDisposable
{
    private const int MaxKept = 64;
    private const int MaxKeptBytes = 64 * 1024;

    private static readonly ConcurrentQueue<PooledJson> Free = new();

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _writer;

    private PooledJson() => _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });

    public int Length => _buffer.WrittenCount;

    public ReadOnlySpan<byte> Span => _buffer.WrittenSpan;

    public static PooledJson Serialize<T>(T value, JsonTypeInfo<T> type)
    {
        var json = Free.TryDequeue(out var free) ? free : new PooledJson();
        JsonSerializer.Serialize(json._writer, value, type);
        json._writer.Flush();
        return json;
    }

    public void Dispose()
    {
        if (_buffer.Capacity > MaxKeptBytes || Free.Count >= MaxKept)
        {
            _writer.Dispose();
            return;
        }

        _buffer.ResetWrittenCount();
        _writer.Reset();
        Free.Enqueue(this);
    }
}
