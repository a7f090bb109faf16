using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Devices;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Changes;

/// <summary>
/// A place in the journals of several drives, as the text that clients keep: base64url of one byte for the form, then for each drive
/// its id, epoch and number, and how far its first listing is.
/// </summary>
internal sealed record FeedCursor(ImmutableArray<KeyValuePair<Guid, DriveCursor>> Drives)
{
    private const byte Form = 1;
    private const int IdBytes = 16;
    private const int MaxDrives = 10_000;

    /// <summary>The cursor of one drive; null where it has none yet.</summary>
    public DriveCursor? Of(Guid driveId)
    {
        foreach (var (id, cursor) in Drives)
        {
            if (id == driveId)
            {
                return cursor;
            }
        }

        return null;
    }

    /// <summary>
    /// The places up to which whoever has this cursor knows the journals of some drives; one that is still being listed has none.
    /// </summary>
    public ImmutableArray<AcknowledgedCursor> AcknowledgedIn(ImmutableArray<Guid> driveIds) =>
    [
        .. Drives.Where(drive => drive.Value.Listing is null && driveIds.Contains(drive.Key))
            .Select(drive => new AcknowledgedCursor { DriveId = drive.Key, Epoch = drive.Value.Epoch, Number = drive.Value.Number }),
    ];

    public override string ToString()
    {
        var bytes = new List<byte> { Form };
        foreach (var (driveId, cursor) in Drives)
        {
            AddId(bytes, driveId);
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
        if (rest is not [Form, ..])
        {
            return null;
        }

        rest = rest[1..];
        var drives = ImmutableArray.CreateBuilder<KeyValuePair<Guid, DriveCursor>>();
        while (!rest.IsEmpty)
        {
            if (drives.Count == MaxDrives || !TryRead(ref rest, out var driveId, out var cursor))
            {
                return null;
            }

            drives.Add(new(driveId, cursor));
        }

        return new FeedCursor(drives.DrainToImmutable());
    }

    private static bool TryRead(ref ReadOnlySpan<byte> rest, out Guid driveId, out DriveCursor cursor)
    {
        const int FixedBytes = IdBytes + sizeof(long) + sizeof(long) + 1;
        driveId = default;
        cursor = null!;
        if (rest.Length < FixedBytes)
        {
            return false;
        }

        driveId = new Guid(rest[..IdBytes], bigEndian: true);
        cursor = new DriveCursor
        {
            Epoch = BinaryPrimitives.ReadInt64BigEndian(rest[IdBytes..]),
            Number = BinaryPrimitives.ReadInt64BigEndian(rest[(IdBytes + sizeof(long))..]),
        };
        var stage = (Stage)rest[FixedBytes - 1];
        rest = rest[FixedBytes..];
        if (stage is Stage.Done)
        {
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
