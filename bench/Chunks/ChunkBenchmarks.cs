using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks.Disk;
using FileStorage.Storage.Chunks.Keys;
using FileStorage.Storage.Chunks.Sealing;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileStorage.Bench.Chunks;

/// <summary>The hot operations on chunks, in memory and on the disk of <paramref name="folder"/>.</summary>
internal sealed class ChunkBenchmarks(string folder)
{
    private const int Large = 1024 * 1024;
    private const int Small = 10 * 1024;

    /// <param name="part">One of chunker, sealing and store; all of them where it is empty.</param>
    public async Task RunAsync(string part)
    {
        var random = new byte[64 * 1024 * 1024];
        new Random(1).NextBytes(random);
        var text = Text(Large);
        if (part is "" or "chunker")
        {
            await ChunkerAsync(random);
        }

        if (part is "" or "sealing")
        {
            await SealingAsync(random.AsMemory(0, Large), text);
        }

        if (part is "" or "store")
        {
            await StoreAsync(random, text);
        }
    }

    private static byte[] Text(int length)
    {
        var random = new Random(2);
        var words = Enumerable.Range(0, 5000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(2, 9)).Select(_ => (char)('a' + random.Next(26))))).ToArray();
        var text = string.Join(' ', Enumerable.Range(0, length / 3).Select(_ => words[(int)(Math.Pow(random.NextDouble(), 3) * words.Length)]));
        return System.Text.Encoding.ASCII.GetBytes(text[..length]);
    }

    private static async Task ChunkerAsync(byte[] input)
    {
        var cdc = new FastCdc(ChunkerParameters.Default);
        await Measure.RunAsync("chunker, 64 MiB", input.Length, 1, () => Cut(cdc, input, hash: false));
        await Measure.RunAsync("chunker and SHA-256, 64 MiB", input.Length, 1, () => Cut(cdc, input, hash: true));
    }

    private static void Cut(FastCdc cdc, ReadOnlySpan<byte> input, bool hash)
    {
        while (!input.IsEmpty)
        {
            var length = cdc.Cut(input, endOfInput: true);
            if (hash)
            {
                ChunkId.Of(input[..length]);
            }

            input = input[length..];
        }
    }

    private async Task SealingAsync(ReadOnlyMemory<byte> random, ReadOnlyMemory<byte> text)
    {
        using var keys = KeyRing.Open(
            new KeyFiles(Path.Combine(folder, "bench-keys")), new MasterKeySettings(), mayCreate: true, TimeProvider.System);
        var buffers = new RecordBuffers(32 * 1024 * 1024);
        var sealer = new ChunkSealer(keys, buffers, TimeProvider.System);
        foreach (var (name, plain) in new[]
        {
            ("10 KiB random", random[..Small]), ("10 KiB text", text[..Small]), ("1 MiB random", random), ("1 MiB text", text),
        })
        {
            var id = ChunkId.Of(plain.Span);
            await Measure.RunAsync($"seal, {name}", plain.Length, 20, () => buffers.Return(sealer.Seal(id, plain.Span).Buffer));
            var chunk = sealer.Seal(id, plain.Span);
            var record = chunk.Record.ToArray();
            var scratch = new byte[record.Length];
            var destination = new byte[plain.Length];
            await Measure.RunAsync($"open, {name}", plain.Length, 20, () =>
            {
                record.CopyTo(scratch, 0);
                sealer.Open(id, default, scratch, destination);
            });
            buffers.Return(chunk.Buffer);
        }

        await Measure.RunAsync("probe, 1 MiB random", random.Length, 1000, () => CompressionProbe.EntropyBits(random.Span));
    }

    private async Task StoreAsync(byte[] random, byte[] text)
    {
        using var store = DiskChunkStore.Open(
            new DiskChunkStoreOptions { Directory = Path.Combine(folder, "bench-store") }, TimeProvider.System, NullLogger<DiskChunkStore>.Instance);
        var id = ChunkId.Of([1]);
        foreach (var (name, plain, parallel) in new (string, ReadOnlyMemory<byte>, int)[]
        {
            ("10 KiB random", random.AsMemory(0, Small), 1), ("10 KiB random", random.AsMemory(0, Small), 16),
            ("10 KiB random", random.AsMemory(0, Small), 64), ("10 KiB random", random.AsMemory(0, Small), 256),
            ("10 KiB text", text.AsMemory(0, Small), 64),
            ("1 MiB random", random.AsMemory(0, Large), 1), ("1 MiB random", random.AsMemory(0, Large), 8),
        })
        {
            const int Each = 16;
            await Measure.RunAsync($"put, {name}, {parallel} at a time", plain.Length, parallel * Each, () => Task.WhenAll(
                Enumerable.Range(0, parallel).Select(_ => Task.Run(async () =>
                {
                    for (var index = 0; index < Each; index++)
                    {
                        await store.PutAsync(id, plain, CancellationToken.None);
                    }
                }))));
        }

        foreach (var (name, plain) in new (string, ReadOnlyMemory<byte>)[]
        {
            ("10 KiB random", random.AsMemory(0, Small)), ("1 MiB random", random.AsMemory(0, Large)), ("1 MiB text", text),
        })
        {
            var location = await store.PutAsync(id, plain, CancellationToken.None);
            var destination = new byte[plain.Length];
            await Measure.RunAsync($"read, {name}", plain.Length, 50, async () =>
            {
                for (var index = 0; index < 50; index++)
                {
                    await store.ReadAsync(id, location, destination, CancellationToken.None);
                }
            });
        }
    }
}
