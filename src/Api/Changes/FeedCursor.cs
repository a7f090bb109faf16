using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Devices;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Changes;

/// <summary>
/// A place in the journals of several drives, as the text that clients keep: base64url of one byte for the form, then for each part its
/// key, its stamp, epoch and number, and how far its first listing is.
/// </summary>
internal sealed record FeedCursor(ImmutableArray<FeedPart> Parts)
{
    private const byte Form = 2;

    /// <summary>Of a server that knew no shared drives: whoever has one begins anew.</summary>
    private const byte FormWithoutParts = 1;

    private const int IdBytes = 16;
    private const int MaxParts = 10_000;

    /// <summary>The part of this key; null where the cursor has none.</summary>
    public FeedPart? Of(Guid key) => Parts.FirstOrDefault(part => part.Key == key);

    /// <summary>
    /// The place up to which whoever has this cursor knows the journal of their own drive; none while it is still being listed.
    /// </summary>
    public ImmutableArray<AcknowledgedCursor> AcknowledgedIn(Guid driveId) => Of(driveId)?.Cursor is { Listing: null } cursor
        ? [new AcknowledgedCursor { DriveId = driveId, Epoch = cursor.Epoch, Number = cursor.Number }]
        : [];

    public override string ToString()
    {
        var bytes = new List<byte> { Form };
        foreach (var (key, stamp, cursor) in Parts)
        {
            AddId(bytes, key);
            AddNumber(bytes, stamp);
            AddNumber(bytes, cursor.Epoch);
            AddNumber(bytes, cursor.Number);
            bytes.Add((byte)StageOf(cursor.Listing));
            if (cursor.Listing is { } place)
            {
                AddId(bytes, place.EntryId);
                var name = Encoding.UTF8.GetBytes(place.Name ?? "");
                bytes.Add((byte)name.Length);
                bytes.AddRange(name);
            }
        }

        return Base64Url.EncodeToString(bytes.ToArray());
    }

    /// <summary>Null where the text is none that <see cref="ToString"/> makes.</summary>
    public static FeedCursor? TryParse(string text)
    {
        if (!Base64Url.IsValid(text))
        {
            return null;
        }

        ReadOnlySpan<byte> rest = Base64Url.DecodeFromChars(text);
        if (rest is [FormWithoutParts, ..])
        {
            return new FeedCursor([]);
        }

        if (rest is not [Form, ..])
        {
            return null;
        }

        rest = rest[1..];
        var parts = ImmutableArray.CreateBuilder<FeedPart>();
        while (!rest.IsEmpty)
        {
            if (parts.Count == MaxParts || !TryRead(ref rest, out var part))
            {
                return null;
            }

            parts.Add(part);
        }

        return new FeedCursor(parts.DrainToImmutable());
    }

    private static bool TryRead(ref ReadOnlySpan<byte> rest, [NotNullWhen(true)] out FeedPart? part)
    {
        const int FixedBytes = IdBytes + (3 * sizeof(long)) + 1;
        part = null;
        if (rest.Length < FixedBytes)
        {
            return false;
        }

        var key = new Guid(rest[..IdBytes], bigEndian: true);
        var stamp = BinaryPrimitives.ReadInt64BigEndian(rest[IdBytes..]);
        var cursor = new DriveCursor
        {
            Epoch = BinaryPrimitives.ReadInt64BigEndian(rest[(IdBytes + sizeof(long))..]),
            Number = BinaryPrimitives.ReadInt64BigEndian(rest[(IdBytes + (2 * sizeof(long)))..]),
        };
        var stage = (Stage)rest[FixedBytes - 1];
        rest = rest[FixedBytes..];
        if (stage is Stage.Done)
        {
            part = new FeedPart(key, stamp, cursor);
            return cursor.Number >= 0;
        }

        if (stage > Stage.InFolder || rest.Length < IdBytes + 1 || rest.Length < IdBytes + 1 + rest[IdBytes] || rest[IdBytes] > EntryName.MaxBytes)
        {
            return false;
        }

        var name = rest.Slice(IdBytes + 1, rest[IdBytes]);
        cursor = cursor with
        {
            Listing = new ListingPlace
            {
                InFolders = stage is not Stage.InTrash,
                EntryId = new Guid(rest[..IdBytes], bigEndian: true),
                Name = stage is Stage.InFolder ? Encoding.UTF8.GetString(name) : null,
            },
        };
        rest = rest[(IdBytes + 1 + name.Length)..];
        part = new FeedPart(key, stamp, cursor);
        return cursor.Number >= 0;
    }

    private static Stage StageOf(ListingPlace? place) => place switch
    {
        null => Stage.Done,
        { InFolders: false } => Stage.InTrash,
        { Name: null } => Stage.BetweenFolders,
        _ => Stage.InFolder,
    };

    private static void AddId(List<byte> bytes, Guid id)
    {
        Span<byte> buffer = stackalloc byte[IdBytes];
        id.TryWriteBytes(buffer, bigEndian: true, out _);
        bytes.AddRange(buffer);
    }

    private static void AddNumber(List<byte> bytes, long number)
    {
        Span<byte> buffer = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(buffer, number);
        bytes.AddRange(buffer);
    }

    /// <summary>How far the listing of a drive is. The numbers are in cursors that clients keep.</summary>
    private enum Stage : byte
    {
        Done = 0,
        InTrash = 1,
        BetweenFolders = 2,
        InFolder = 3,
    }
}
