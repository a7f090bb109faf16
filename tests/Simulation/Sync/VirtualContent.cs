using FileStorage.Sync.Local;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>An open file that others may write to while it is read.</summary>
internal sealed class VirtualContent(VirtualDisk disk, SyncWorld world, VirtualNode file, LocalPath path) : ILocalContent
{
    /// <summary>So small that most files are read in several pieces.</summary>
    private const int PieceBytes = 8;

    public LocalEntry Entry { get; } = file.Entry;

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await world.PauseAsync(cancellationToken);
        var rest = file.Content.AsMemory((int)Math.Min(offset, file.Content.Length));
        var piece = rest[..Math.Min(rest.Length, Math.Min(PieceBytes, buffer.Length))];
        piece.CopyTo(buffer);
        return piece.Length;
    }

    public async ValueTask<bool> IsUnchangedAsync(CancellationToken cancellationToken)
    {
        await world.PauseAsync(cancellationToken);
        return disk.Find(path) == file && file.Entry == Entry;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
