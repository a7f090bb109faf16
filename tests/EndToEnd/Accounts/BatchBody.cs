using System.Buffers.Binary;
using System.Text.Json;

namespace FileStorage.Tests.EndToEnd.Accounts;

/// <summary>The body of POST /batch; see docs/protocol.md, "Many files in one request".</summary>
internal sealed class BatchBody
{
    private readonly List<byte> _bytes = [];

    /// <summary>Adds a file; <paramref name="declaredSize"/> is what its header says where that is not the truth.</summary>
    public void Append(string path, byte[] content, int? declaredSize = null)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new { path, size = declaredSize ?? content.Length });
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, header.Length);
        _bytes.AddRange(length);
        _bytes.AddRange(header);
        _bytes.AddRange(content);
    }

    public HttpContent ToContent()
    {
        var body = new ByteArrayContent([.. _bytes]);
        body.Headers.ContentType = new("application/vnd.filestorage.batch");
        return body;
    }
}
