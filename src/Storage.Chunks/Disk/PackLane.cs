using System.Diagnostics.CodeAnalysis;
using FileStorage.Core.Chunks;
using Microsoft.Extensions.Logging;

namespace FileStorage.Storage.Chunks.Disk;

/// <summary>
/// One writer with a pack of its own: takes what waits, writes it with one call, flushes once, answers everybody. A thread, for
/// it spends its time in calls that block.
/// </summary>
internal sealed partial class PackLane
{
    private readonly PutQueue _queue;
    private readonly PackShelf _shelf;
    private readonly ByteGate _gate;
    private readonly FreeSpace _space;
    private readonly long _packBytes;
    private readonly long _batchBytes;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly List<PendingPut> _batch = [];
    private readonly List<ReadOnlyMemory<byte>> _buffers = [];
    private Pack? _pack;
    private IPackFile? _file;

    public PackLane(
        PutQueue queue, PackShelf shelf, ByteGate gate, FreeSpace space, long packBytes, long batchBytes, int number, ILogger logger)
    {
        _queue = queue;
        _shelf = shelf;
        _gate = gate;
        _space = space;
        _packBytes = packBytes;
        _batchBytes = batchBytes;
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = $"chunks lane {number}" };
        _thread.Start();
    }

    /// <summary>Waits until everything queued is written, after the queue was closed.</summary>
    public void Join() => _thread.Join();

    private void Run()
    {
        for (var isBusy = false; _queue.Take(_batch, _batchBytes, isBusy); isBusy = true)
        {
            WriteBatch();
            _batch.Clear();
            _buffers.Clear();
        }

        ClosePack(failed: false);
    }

    [SuppressMessage("Design", "CA1031", Justification = "The loop must outlive every failure, and whoever waits must learn of it.")]
    private void WriteBatch()
    {
        long offset;
        try
        {
            offset = Write();
        }
        catch (Exception e)
        {
            LogLaneFailed(e, _pack?.Number, _batch.Count);
            Fail(e);
            return;
        }

        foreach (var put in _batch)
        {
            var length = put.Chunk.Length;
            var location = new ChunkLocation(
                ChunkStoreKind.Disk, (byte)put.Chunk.Codec, (uint)length, _pack.Number, (ulong)offset);
            offset += length;
            put.Complete(location);
            _gate.Leave(length);
        }

        if (_pack.DurableBytes >= _packBytes)
        {
            ClosePack(failed: false);
        }
    }

    // Returns the offset of the first record of the batch.
    [MemberNotNull(nameof(_pack), nameof(_file))]
    private long Write()
    {
        if (_pack is null || _file is null)
        {
            (_pack, _file) = _shelf.Begin();
            _buffers.Add(PackHeader.Of(_pack.Number));
        }

        var start = _pack.DurableBytes;
        var first = start + (_buffers.Count == 0 ? 0 : PackHeader.Bytes);
        var end = first;
        foreach (var put in _batch)
        {
            _buffers.Add(put.Chunk.Record);
            end += put.Chunk.Length;
        }

        _file.Write(_buffers, start);
        _file.Sync();
        _shelf.Appended(_pack, _batch.Count, end);
        _space.Look();
        return first;
    }

    private void Fail(Exception cause)
    {
        // What is on the disk now is unknown, and a second fsync of this file could report success for pages that the first one
        // lost. Nothing is ever written to it again; what was acknowledged before stays readable.
        ClosePack(failed: true);
        foreach (var put in _batch)
        {
            var length = put.Chunk.Length;
            put.Fail(cause is StorageFullException
                ? new StorageFullException("The disk is full; the chunk was not stored.", cause)
                : new IOException("The chunk could not be made durable.", cause));
            _gate.Leave(length);
        }
    }

    private void ClosePack(bool failed)
    {
        if (_pack is not null)
        {
            _file?.Dispose();
            _shelf.Close(_pack, failed);
            (_pack, _file) = (null, null);
        }
    }

    [LoggerMessage(LogLevel.Error, "Writing {Count} chunks to pack {Pack} failed; the pack is closed and the chunks are refused")]
    private partial void LogLaneFailed(Exception exception, ulong? pack, int count);
}
