using System.Text.Json;
using System.Text.Json.Serialization;
using FileStorage.Core.Chunks;

namespace FileStorage.Api.Contracts.Json;

/// <summary>A chunk id is 64 hex digits.</summary>
public sealed class ChunkIdJsonConverter : JsonConverter<ChunkId>
{
    public override ChunkId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[ChunkId.Bytes * 2];
        if (reader.TokenType is not JsonTokenType.String
            || reader.ValueIsEscaped
            || (reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length) != text.Length
            || reader.CopyString(text) != text.Length
            || !ChunkId.TryParse(text, null, out var id))
        {
            throw new JsonException("A chunk id is 64 hex digits.");
        }

        return id;
    }

    public override void Write(Utf8JsonWriter writer, ChunkId value, JsonSerializerOptions options)
    {
        Span<byte> hash = stackalloc byte[ChunkId.Bytes];
        Span<byte> text = stackalloc byte[ChunkId.Bytes * 2];
        value.CopyTo(hash);
        Convert.TryToHexStringLower(hash, text, out _);
        writer.WriteStringValue(text);
    }
}
