using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;

namespace FileStorage.Api.Archives;

/// <summary>
/// Writes a zip (PKWARE's APPNOTE 6.3.10) front to back into a pipe, and keeps nothing of it but its table of contents. Contents are not compressed, but
/// written as deflate's stored blocks, because only then do readers that stream know where one ends whose checksum follows it. Large entries and
/// archives are zip64; names are UTF-8; times and the executable bit are those of Unix.
/// </summary>
internal sealed class ZipWriter(PipeWriter output, CancellationToken cancellationToken)
{
    /// <summary>What an entry takes in the table of contents beside its name.</summary>
    public const int DirectoryBytes = DirectoryHeaderBytes + TimeBytes + (2 * FieldBytes) + (3 * sizeof(long));

    private const int LocalHeaderBytes = 30;
    private const int DirectoryHeaderBytes = 46;
    private const int FieldBytes = 4;
    private const int TimeBytes = 5;
    private const int MaxBlock = ushort.MaxValue;
    private const int BlockHeaderBytes = 5;
    private const ushort Plain = 20;
    private const ushort Zip64 = 45;
    private const ushort Unix = 3 << 8;
    private const ushort Deflate = 8;
    private const ushort SizesFollow = 1 << 3;
    private const ushort Utf8Names = 1 << 11;
    private const uint Elsewhere = uint.MaxValue;

    // Below four gigabytes by more than the block headers of such a content take.
    private const long FirstLargeSize = 0xFFF0_0000;

    private readonly ArrayBufferWriter<byte> _directory = new();
    private long _position;
    private long _count;
    private Crc32 _checksum;
    private long _size;
    private long _storedSize;

    /// <summary>Writes a folder.</summary>
    public void Add(ZipEntry folder)
    {
        var start = _position;
        WriteLocalHeader(folder);
        WriteDirectoryHeader(folder, start, checksum: 0, storedSize: 0);
    }

    /// <summary>Writes a file. <paramref name="write"/> gets what it is to give the content to, piece by piece.</summary>
    /// <exception cref="InvalidDataException">The content has another size than it should.</exception>
    public async Task AddAsync(ZipEntry file, Func<Func<ReadOnlyMemory<byte>, ValueTask>, Task> write)
    {
        var start = _position;
        WriteLocalHeader(file);
        _checksum = default;
        _size = 0;
        _storedSize = 0;
        await write(WriteContentAsync);
        if (_size != file.SizeBytes)
        {
            throw new InvalidDataException($"A content has {_size} bytes that should have {file.SizeBytes}.");
        }

        WriteBlock([], isLast: true);
        WriteDescriptor(IsLarge(file));
        WriteDirectoryHeader(file, start, _checksum.Value, _storedSize);
        await FlushAsync();
    }

    /// <summary>Writes the table of contents, without which no reader takes the archive for whole.</summary>
    public async Task FinishAsync()
    {
        var start = _position;
        for (var written = 0; written < _directory.WrittenCount; written += MaxBlock)
        {
            Write(_directory.WrittenSpan.Slice(written, Math.Min(MaxBlock, _directory.WrittenCount - written)));
            await FlushAsync();
        }

        WriteEnd(start, _position - start);
        await FlushAsync();
    }

    private async ValueTask WriteContentAsync(ReadOnlyMemory<byte> content)
    {
        _checksum.Append(content.Span);
        _size += content.Length;
        for (; !content.IsEmpty; content = content[Math.Min(MaxBlock, content.Length)..])
        {
            WriteBlock(content.Span[..Math.Min(MaxBlock, content.Length)], isLast: false);
        }

        await FlushAsync();
    }

    private void WriteBlock(ReadOnlySpan<byte> bytes, bool isLast)
    {
        Span<byte> header = stackalloc byte[BlockHeaderBytes];
        header[0] = isLast ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(header[1..], (ushort)bytes.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[3..], (ushort)~bytes.Length);
        Write(header);
        Write(bytes);
        _storedSize += header.Length + bytes.Length;
    }

    private void WriteLocalHeader(ZipEntry entry)
    {
        var name = NameOf(entry);
        var isLarge = IsLarge(entry);
        var header = new ZipRecord(stackalloc byte[LocalHeaderBytes + TimeBytes + (2 * FieldBytes) + (2 * sizeof(long))]);
        header.Add(0x04034B50u);
        AddCommon(ref header, entry, isLarge, checksum: 0, isLarge ? Elsewhere : 0, isLarge ? Elsewhere : 0, name);
        header.Add((ushort)(FieldBytes + TimeBytes + (isLarge ? FieldBytes + (2 * sizeof(long)) : 0)));
        var fields = header.Length;
        AddTime(ref header, entry);
        if (isLarge)
        {
            header.Add((ushort)1);
            header.Add((ushort)(2 * sizeof(long)));
            header.Add(0L);
            header.Add(0L);
        }

        Write(header.Written[..fields]);
        Write(name);
        Write(header.Written[fields..]);
    }

    private void WriteDescriptor(bool isLarge)
    {
        var descriptor = new ZipRecord(stackalloc byte[24]);
        descriptor.Add(0x08074B50u);
        descriptor.Add(_checksum.Value);
        if (isLarge)
        {
            descriptor.Add(_storedSize);
            descriptor.Add(_size);
        }
        else
        {
            descriptor.Add((uint)_storedSize);
            descriptor.Add((uint)_size);
        }

        Write(descriptor.Written);
    }

    private void WriteDirectoryHeader(ZipEntry entry, long start, uint checksum, long storedSize)
    {
        var name = NameOf(entry);
        var isLarge = IsLarge(entry);
        var isFar = start >= Elsewhere;
        var large = (isLarge ? 2 * sizeof(long) : 0) + (isFar ? sizeof(long) : 0);
        var header = new ZipRecord(stackalloc byte[DirectoryBytes]);
        header.Add(0x02014B50u);
        header.Add((ushort)(Unix | Zip64));
        AddCommon(
            ref header, entry, isLarge || isFar, checksum, isLarge ? Elsewhere : (uint)storedSize, isLarge ? Elsewhere : (uint)entry.SizeBytes, name);
        header.Add((ushort)(FieldBytes + TimeBytes + (large == 0 ? 0 : FieldBytes + large)));
        header.Add((ushort)0);
        header.Add(0u);
        header.Add(AttributesOf(entry));
        header.Add(isFar ? Elsewhere : (uint)start);
        var fields = header.Length;
        AddTime(ref header, entry);
        if (large > 0)
        {
            header.Add((ushort)1);
            header.Add((ushort)large);
        }

        if (isLarge)
        {
            header.Add(entry.SizeBytes);
            header.Add(storedSize);
        }

        if (isFar)
        {
            header.Add(start);
        }

        _directory.Write(header.Written[..fields]);
        _directory.Write(name);
        _directory.Write(header.Written[fields..]);
        _count++;
    }

    private static void AddCommon(
        ref ZipRecord header, ZipEntry entry, bool needsZip64, uint checksum, uint storedSize, uint size, ReadOnlySpan<byte> name)
    {
        var time = DosTimeOf(entry.ModifiedAt);
        header.Add(needsZip64 ? Zip64 : Plain);
        header.Add(entry.IsFolder ? Utf8Names : (ushort)(Utf8Names | SizesFollow));
        header.Add(entry.IsFolder ? (ushort)0 : Deflate);
        header.Add(time);
        header.Add(checksum);
        header.Add(storedSize);
        header.Add(size);
        header.Add((ushort)name.Length);
    }

    private void WriteEnd(long start, long length)
    {
        var end = new ZipRecord(stackalloc byte[98]);
        if (_count >= ushort.MaxValue || start >= Elsewhere || length >= Elsewhere)
        {
            var position = _position;
            end.Add(0x06064B50u);
            end.Add(44L);
            end.Add((ushort)(Unix | Zip64));
            end.Add(Zip64);
            end.Add(0L);
            end.Add(_count);
            end.Add(_count);
            end.Add(length);
            end.Add(start);
            end.Add(0x07064B50u);
            end.Add(0u);
            end.Add(position);
            end.Add(1u);
        }

        var count = (ushort)Math.Min(_count, ushort.MaxValue);
        end.Add(0x06054B50u);
        end.Add(0u);
        end.Add(count);
        end.Add(count);
        end.Add((uint)Math.Min(length, Elsewhere));
        end.Add((uint)Math.Min(start, Elsewhere));
        end.Add((ushort)0);
        Write(end.Written);
    }

    // "UT": the time in seconds since 1970, because DOS knows neither odd seconds nor time zones.
    private static void AddTime(ref ZipRecord header, ZipEntry entry)
    {
        header.Add((ushort)0x5455);
        header.Add((ushort)TimeBytes);
        header.Add((byte)1);
        header.Add((uint)Math.Clamp(entry.ModifiedAt.ToUnixTimeSeconds(), int.MinValue, int.MaxValue));
    }

    private static uint DosTimeOf(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        return utc.Year switch
        {
            < 1980 => (1 << 21) | (1 << 16),
            > 2107 => 0xFF9F_BF7D,
            _ => (uint)(((utc.Year - 1980) << 25) | (utc.Month << 21) | (utc.Day << 16)
                | (utc.Hour << 11) | (utc.Minute << 5) | (utc.Second / 2)),
        };
    }

    private static uint AttributesOf(ZipEntry entry)
    {
        const uint Folder = 0x41ED; // A directory, rwxr-xr-x.
        const uint File = 0x81A4; // A regular file, rw-r--r--.
        const uint Execute = 0x49; // --x--x--x
        const uint DosFolder = 0x10;
        return entry.IsFolder ? (Folder << 16) | DosFolder : (entry.Executable ? File | Execute : File) << 16;
    }

    private static bool IsLarge(ZipEntry entry) => entry.SizeBytes >= FirstLargeSize;

    private static byte[] NameOf(ZipEntry entry)
    {
        var name = Encoding.UTF8.GetBytes(entry.Path);
        return name.Length <= ushort.MaxValue ? name : throw new InvalidDataException("A path has more bytes than a zip can hold.");
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        _position += bytes.Length;
    }

    private async ValueTask FlushAsync()
    {
        if ((await output.FlushAsync(cancellationToken)).IsCompleted)
        {
            throw new OperationCanceledException("The caller went away.");
        }
    }
}
