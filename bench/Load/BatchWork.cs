using System.Buffers.Binary;
using System.Text;

namespace FileStorage.Bench.Load;

/// <summary>Many files a request, framed as docs/protocol.md says under "Many files in one request".</summary>
internal sealed class BatchWork(FileNames names, FileBody body, int sizeBytes, int filesPerRequest) : IWork
{
    private const int LongestHeaderBytes = 256;

    private static readonly byte[] Stored = Encoding.ASCII.GetBytes("\"status\":20");

    private readonly byte[] _request = new byte[filesPerRequest * (sizeof(int) + LongestHeaderBytes + sizeBytes)];

    public LoadRequest Prepare(int index)
    {
        var filled = 0;
        for (var file = index * filesPerRequest; file < (index + 1) * filesPerRequest; file++)
        {
            var header = _request.AsSpan(filled + sizeof(int));
            var headerBytes = Encoding.UTF8.GetBytes($$"""{"path":"{{names.Path(file)}}","size":{{sizeBytes}}}""", header);
            BinaryPrimitives.WriteInt32BigEndian(_request.AsSpan(filled), headerBytes);
            filled += sizeof(int) + headerBytes;
            body.Of(file).CopyTo(_request.AsSpan(filled));
            filled += sizeBytes;
        }

        return new LoadRequest("POST", "/api/v1/batch", "application/vnd.filestorage.batch", _request.AsMemory(0, filled));
    }

    public int CountDone(int index, int status, ReadOnlySpan<byte> answer) => status is 200 ? answer.Count(Stored) : 0;
}
