using System.Diagnostics;
using System.Globalization;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks.Sealing;

namespace FileStorage.Bench.Chunks;

/// <summary>Cuts every file below a folder, leaves duplicates out, and compresses the rest: what the store would hold.</summary>
internal sealed class CompressionSurvey(string folder)
{
    private readonly byte[] _destination = new byte[ChunkLimits.MaxChunkBytes];
    private readonly HashSet<ChunkId> _seen = [];
    private readonly SortedDictionary<string, Row> _rows = [];

    public void Run()
    {
        var cdc = new FastCdc(ChunkerParameters.Default);
        long total = 0;
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (new FileInfo(path).LinkTarget is not null)
            {
                continue;
            }

            var bytes = File.ReadAllBytes(path);
            total += bytes.Length;
            for (var start = 0; start < bytes.Length;)
            {
                var chunk = bytes.AsSpan(start, cdc.Cut(bytes.AsSpan(start), endOfInput: true));
                start += chunk.Length;
                if (_seen.Add(ChunkId.Of(chunk)))
                {
                    Add(chunk);
                }
            }
        }

        foreach (var (kind, row) in _rows)
        {
            Print(kind, row, row.Plain);
        }

        var sum = new Row();
        foreach (var row in _rows.Values)
        {
            sum.Add(row);
        }

        Print("of all files", sum, total);
    }

    private static void Print(string kind, Row row, long of) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{kind,-20} {row.Count,6} chunks {row.Plain / 1e6,7:F1} MB | chosen {row.Chosen / 1e6,6:F1} MB {100.0 * row.Chosen / of,5:F2} %"
        + $" {row.ChosenSeconds,5:F2} s | q0 {100.0 * row.Fast / of,5:F2} % {row.FastSeconds,5:F2} s"
        + $" | q1 {100.0 * row.Better / of,5:F2} % {row.BetterSeconds,5:F2} s"));

    private void Add(ReadOnlySpan<byte> chunk)
    {
        var bits = CompressionProbe.EntropyBits(chunk);
        var size = chunk.Length < 32 * 1024 ? "small" : chunk.Length < 256 * 1024 ? "middle" : "large";
        var kind = string.Create(CultureInfo.InvariantCulture, $"{size} {Math.Floor(bits * 2) / 2:F1} bits");
        if (!_rows.TryGetValue(kind, out var row))
        {
            _rows.Add(kind, row = new Row());
        }

        row.Count++;
        row.Plain += chunk.Length;
        var start = Stopwatch.GetTimestamp();
        row.Chosen += Stored(chunk, ChunkCompressor.Compress(chunk, _destination.AsSpan(0, chunk.Length)));
        row.ChosenSeconds += Lap(ref start);
        row.Fast += Stored(chunk, ChunkCompressor.Compress(chunk, _destination.AsSpan(0, chunk.Length), quality: 0));
        row.FastSeconds += Lap(ref start);
        row.Better += Stored(chunk, ChunkCompressor.Compress(chunk, _destination.AsSpan(0, chunk.Length), quality: 1));
        row.BetterSeconds += Lap(ref start);
    }

    private static long Stored(ReadOnlySpan<byte> chunk, int compressed) =>
        RecordHeader.Overhead + (compressed == 0 ? chunk.Length : compressed);

    private static double Lap(ref long start)
    {
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
        return seconds;
    }

    private sealed class Row
    {
        public int Count { get; set; }

        public long Plain { get; set; }

        public long Chosen { get; set; }

        public double ChosenSeconds { get; set; }

        public long Fast { get; set; }

        public double FastSeconds { get; set; }

        public long Better { get; set; }

        public double BetterSeconds { get; set; }

        public void Add(Row other)
        {
            Count += other.Count;
            Plain += other.Plain;
            Chosen += other.Chosen;
            ChosenSeconds += other.ChosenSeconds;
            Fast += other.Fast;
            FastSeconds += other.FastSeconds;
            Better += other.Better;
            BetterSeconds += other.BetterSeconds;
        }
    }
}
