using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using FileStorage.Api.Contracts.Content;
using FileStorage.Api.Contracts.Json;
using FileStorage.Client.Uploads;
using FileStorage.Core.Chunks;

namespace FileStorage.Client.Content;

/// <summary>
/// The body of POST /batch (docs/protocol.md), built in one buffer that is used again for the next one: per file 4 bytes of header
/// length (big-endian), the header, the bytes. A file is read straight into its place, and its hash written into the header after.
/// </summary>
internal sealed class BatchBody
{
    public const string MediaType = "application/vnd.filestorage.batch";

    // The hash is known only after the bytes behind the header are read, so the header is written with a hash of zeros first. A
    // quote inside a JSON string is always escaped, so this cannot be found inside of a path.
    private static readonly byte[] HashMember = Encoding.ASCII.GetBytes("\"sha256\":\"");

    private readonly List<Frame> _frames = [];
    private readonly ArrayBufferWriter<byte> _header = new(512);
    private byte[] _buffer;
    private int _length;

    public BatchBody(int capacityBytes)
    {
        _buffer = GC.AllocateUninitializedArray<byte>(capacityBytes);
    }

    public int Count => _frames.Count;

    public void Clear()
    {
        _frames.Clear();
        _length = 0;
    }

    public LocalFile FileAt(int index) => _frames[index].File;

    public ChunkId HashAt(int index) => _frames[index].Hash;

    /// <summary>Reads the file and adds it. Where this throws, nothing was added.</summary>
    /// <exception cref="FileChangedException">It is not what it was when it was found, or changed while it was read.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public void Add(LocalFile file)
    {
        var size = checked((int)file.Size);
        WriteHeader(file, size);
        var header = _header.WrittenSpan;
        var contentStart = _length + sizeof(int) + header.Length;
        Reserve(contentStart + size + 1);
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_length), header.Length);
        header.CopyTo(_buffer.AsSpan(_length + sizeof(int)));
        WholeFile.Read(file, _buffer.AsSpan(contentStart, size + 1));
        var hash = ChunkId.Of(_buffer.AsSpan(contentStart, size));
        var digits = _length + sizeof(int) + header.LastIndexOf(HashMember) + HashMember.Length;
        Span<byte> binary = stackalloc byte[ChunkId.Bytes];
        hash.CopyTo(binary);
        Convert.TryToHexStringLower(binary, _buffer.AsSpan(digits), out _);
        _frames.Add(new Frame(file, hash, _length, contentStart + size - _length));
        _length = contentStart + size;
    }

    /// <summary>A body of these files; the indexes rise.</summary>
    public HttpContent Content(IReadOnlyList<int> indexes)
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        var (start, end) = (0, 0);
        foreach (var index in indexes)
        {
            var frame = _frames[index];
            if (frame.Start != end)
            {
                AddPart(parts, start, end);
                start = frame.Start;
            }

            end = frame.Start + frame.Length;
        }

        AddPart(parts, start, end);
        return new PartsContent(parts, MediaType);
    }

    private void AddPart(List<ReadOnlyMemory<byte>> parts, int start, int end)
    {
        if (end > start)
        {
            parts.Add(_buffer.AsMemory(start, end - start));
        }
    }

    private void WriteHeader(LocalFile file, int size)
    {
        _header.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_header);
        JsonSerializer.Serialize(
            json,
            new BatchFileHeader
            {
                Path = file.RemotePath,
                Size = size,
                Sha256 = default(ChunkId),
                ModifiedAt = file.ModifiedAt,
                Executable = file.Executable,
            },
            ContractsJsonContext.Default.BatchFileHeader);
    }

    private void Reserve(int length)
    {
        if (length > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(length, _buffer.Length + (_buffer.Length / 4)));
        }
    }

    private readonly record struct Frame(LocalFile File, ChunkId Hash, int Start, int Length);
}
