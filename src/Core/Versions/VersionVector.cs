using System.Buffers.Binary;
using System.Collections.Immutable;

namespace FileStorage.Core.Versions;

/// <summary>
/// How many edits of each device a version has seen (Parker et al. 1983, "Detection of mutual inconsistency in distributed
/// systems"). Decides whether two versions follow one another or were made concurrently.
/// </summary>
public sealed class VersionVector
{
    private const int EntryBytes = 24;

    public static readonly VersionVector Empty = new(ImmutableSortedDictionary<Guid, long>.Empty);

    private readonly ImmutableSortedDictionary<Guid, long> _counts;

    private VersionVector(ImmutableSortedDictionary<Guid, long> counts) => _counts = counts;

    /// <summary>The edits of this device that are included.</summary>
    public long this[Guid device] => _counts.GetValueOrDefault(device);

    /// <summary>This vector with one more edit of <paramref name="device"/>.</summary>
    public VersionVector Increment(Guid device) => new(_counts.SetItem(device, this[device] + 1));

    /// <summary>The smallest vector that includes both.</summary>
    public VersionVector Merge(VersionVector other)
    {
        var merged = _counts.ToBuilder();
        foreach (var (device, count) in other._counts)
        {
            merged[device] = Math.Max(merged.GetValueOrDefault(device), count);
        }

        return new VersionVector(merged.ToImmutable());
    }

    /// <summary>How this version stands to <paramref name="other"/>.</summary>
    public VersionOrder Compare(VersionVector other)
    {
        var ahead = _counts.Any(pair => pair.Value > other[pair.Key]);
        var behind = other._counts.Any(pair => pair.Value > this[pair.Key]);
        return (ahead, behind) switch
        {
            (false, false) => VersionOrder.Equal,
            (true, false) => VersionOrder.After,
            (false, true) => VersionOrder.Before,
            (true, true) => VersionOrder.Concurrent,
        };
    }

    /// <summary>24 bytes a device: its id and its count, both big-endian, in order of the ids.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[_counts.Count * EntryBytes];
        var rest = bytes.AsSpan();
        foreach (var (device, count) in _counts)
        {
            device.TryWriteBytes(rest, bigEndian: true, out _);
            BinaryPrimitives.WriteInt64BigEndian(rest[16..], count);
            rest = rest[EntryBytes..];
        }

        return bytes;
    }

    /// <exception cref="FormatException">Not a whole number of entries, or a count below one.</exception>
    public static VersionVector Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % EntryBytes != 0)
        {
            throw new FormatException($"A version vector of {bytes.Length} bytes cannot be read.");
        }

        var counts = ImmutableSortedDictionary.CreateBuilder<Guid, long>();
        for (; !bytes.IsEmpty; bytes = bytes[EntryBytes..])
        {
            var count = BinaryPrimitives.ReadInt64BigEndian(bytes[16..]);
            if (count < 1)
            {
                throw new FormatException("A version vector counts from one.");
            }

            counts[new Guid(bytes[..16], bigEndian: true)] = count;
        }

        return new VersionVector(counts.ToImmutable());
    }
}
