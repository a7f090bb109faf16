using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FileStorage.Cli.Settings;

namespace FileStorage.Cli.Importing;

/// <summary>
/// What was imported before, a line a file, added when the file is durable on the server. Whatever ends an import, the next one goes on behind
/// its last line; a line that was cut off is as if it were not there.
/// </summary>
internal sealed class ImportState : IDisposable
{
    private readonly ConcurrentDictionary<string, ImportRecord> _known = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly StreamWriter _writer;

    private ImportState(string path)
    {
        var isCutOff = false;
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            isCutOff = !TryRead(line);
        }

        _writer = new StreamWriter(path, append: true, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        if (isCutOff)
        {
            _writer.WriteLine();
        }
    }

    /// <summary>The state of this import: of this source, to this place, by this server.</summary>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static ImportState Open(ConfigFolder config, string server, string source, string target)
    {
        config.Make();
        var folder = Directory.CreateDirectory(Path.Combine(config.FolderPath, "imports"));
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{server}\n{source}\n{target}")).AsSpan(0, 16));
        return new ImportState(Path.Combine(folder.FullName, name + ".jsonl"));
    }

    /// <summary>What is known of a path of the source; null where nothing is.</summary>
    public ImportRecord? Find(string path) => _known.GetValueOrDefault(path);

    /// <summary>Remembers a file; kept once this returns, whatever becomes of the process.</summary>
    public void Add(ImportRecord record)
    {
        _known[record.Path] = record;
        lock (_lock)
        {
            _writer.WriteLine(JsonSerializer.Serialize(record, CliJsonContext.Default.ImportRecord));
            _writer.Flush();
        }
    }

    public void Dispose() => _writer.Dispose();

    private bool TryRead(string line)
    {
        try
        {
            if (line.Length > 0 && JsonSerializer.Deserialize(line, CliJsonContext.Default.ImportRecord) is { } record)
            {
                _known[record.Path] = record;
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
