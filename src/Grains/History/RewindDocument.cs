using System.Text.Json;
using System.Text.Json.Serialization;
using FileStorage.Grains.Documents;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Grains.Interfaces.History;

namespace FileStorage.Grains.History;

/// <summary>The stored form of what a rewind did and what is left of it; a change here is a change of the storage format.</summary>
internal sealed record RewindDocument
{
    public int Restored { get; init; }

    public int Made { get; init; }

    public int Moved { get; init; }

    public int Trashed { get; init; }

    public int Contents { get; init; }

    public int ContentsDone { get; init; }

    public int ContentsNewer { get; init; }

    public int ContentsGone { get; init; }

    public int Lost { get; init; }

    /// <summary>The rows of the journal that its first commit wrote.</summary>
    [JsonIgnore]
    public int TreeRows => Restored + Made + Moved + Trashed;

    /// <summary>The first of what was lost.</summary>
    public IReadOnlyList<RewindLoss> Losses { get; init; } = [];

    /// <summary>The files whose content goes back, see <see cref="RewindFileList"/>; null once that is done.</summary>
    public byte[]? Files { get; init; }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, DocumentsJsonContext.Default.RewindDocument);

    public static RewindDocument Parse(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, DocumentsJsonContext.Default.RewindDocument)
            ?? throw new FormatException("The report of a rewind cannot be read.");

    public RewindReport ToReport(RewindRow row) => new()
    {
        OperationId = row.OperationId,
        ItemId = row.FolderId,
        ToNumber = row.ToNumber,
        FromNumber = row.FromNumber,
        IsDone = !row.IsRunning,
        Restored = Restored,
        Made = Made,
        Moved = Moved,
        Trashed = Trashed,
        Contents = Contents,
        ContentsDone = ContentsDone,
        ContentsNewer = ContentsNewer,
        ContentsGone = ContentsGone,
        Lost = Lost,
        Changes =
        [
            .. Losses.Select(loss => new RewindChange { Step = RewindStep.Lose, ItemId = loss.ItemId, Kind = loss.Kind, To = loss.Path }),
        ],
    };
}
