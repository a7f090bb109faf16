using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FileStorage.Client;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Cli.Terminal;

/// <summary>Standard output and standard error, by lines, from any thread.</summary>
internal sealed class Output(bool json) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stream _out = OpenOut();
    private readonly ArrayBufferWriter<byte> _line = new();

    /// <summary>Whether the user wants one object a line.</summary>
    public bool Json => json;

    public void Dispose() => _out.Dispose();

    /// <summary>One line of text. Control characters are made visible: names come from strangers, and terminals obey.</summary>
    /// <exception cref="BrokenPipeException">Nobody reads.</exception>
    public void Line(string text) => Write(Encoding.UTF8.GetBytes(Printable(text) + "\n"));

    /// <summary>One object on a line of its own.</summary>
    /// <exception cref="BrokenPipeException">Nobody reads.</exception>
    public void Object<T>(T value, JsonTypeInfo<T> type)
    {
        lock (_lock)
        {
            _line.ResetWrittenCount();
            using (var writer = new Utf8JsonWriter(_line))
            {
                JsonSerializer.Serialize(writer, value, type);
            }

            _line.Write("\n"u8);
            Write(_line.WrittenSpan);
        }
    }

    /// <summary>Bytes as they are, for content that goes to standard output.</summary>
    /// <exception cref="BrokenPipeException">Nobody reads.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            lock (_lock)
            {
                _out.Write(bytes);
                _out.Flush();
            }
        }
        catch (IOException exception)
        {
            throw new BrokenPipeException(exception);
        }
    }

    /// <summary>A remark on standard error, not for programs.</summary>
    public void Note(string text)
    {
        lock (_lock)
        {
            Console.Error.WriteLine(Printable(text));
        }
    }

    /// <summary>Names on standard error what failed.</summary>
    public void Error(string? path, Exception exception) => Error(path, Sentence(exception), (exception as FileStorageException)?.Problem?.Type);

    public void Error(string? path, string message, string? type = null)
    {
        lock (_lock)
        {
            Console.Error.WriteLine(json
                ? JsonSerializer.Serialize(new ErrorLine { Path = path, Error = message, Type = type }, CliJsonContext.Default.ErrorLine)
                : Printable($"filestorage: {(path is null ? "" : path + ": ")}{message}"));
        }
    }

    internal static string Printable(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var printable = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            _ = char.IsControl(character) && character is not '\t'
                ? printable.Append(CultureInfo.InvariantCulture, $"\\x{(int)character:x2}")
                : printable.Append(character);
        }

        return printable.ToString();
    }

    private static string Sentence(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "It may not be read or written: " + exception.Message,
        _ => exception.Message,
    };

    // The console's own stream hides that the reader of a pipe has gone. A stream of our own tells it, but must not be used for a
    // file: it would keep a position of its own, and what other programs write to the same file would be overwritten.
    private static Stream OpenOut()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
