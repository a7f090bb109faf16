using System.Collections.Frozen;
using System.Text;
using FileStorage.Api.Problems;

namespace FileStorage.Api.Tus;

/// <summary>Upload-Metadata: what a client says about a file, as keys with values in base64.</summary>
internal sealed class UploadMetadata
{
    public const string Header = "Upload-Metadata";

    private const int MaxLength = 16 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly FrozenDictionary<string, string> _values;

    private UploadMetadata(string? text, FrozenDictionary<string, string> values)
    {
        Text = text;
        _values = values;
    }

    /// <summary>As the client wrote it; null where it wrote nothing.</summary>
    public string? Text { get; }

    /// <summary>The value of a key in UTF-8; null where it is not there or empty.</summary>
    public string? this[string key] => _values.GetValueOrDefault(key) is { Length: > 0 } value ? value : null;

    /// <exception cref="ProblemException">400: it cannot be read.</exception>
    public static UploadMetadata Parse(string text)
    {
        if (text.Length == 0)
        {
            return new UploadMetadata(null, FrozenDictionary<string, string>.Empty);
        }

        if (text.Length > MaxLength)
        {
            throw Problem.BadRequest($"{Header} has at most {MaxLength} characters.");
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split(','))
        {
            var (key, encoded) = Split(pair.Trim());
            if (key.Length == 0 || !values.TryAdd(key, Decode(encoded)))
            {
                throw Problem.BadRequest($"{Header} reads \"key BASE64,key BASE64\", each key once.");
            }
        }

        return new UploadMetadata(text, values.ToFrozenDictionary(StringComparer.Ordinal));
    }

    private static (string Key, string Encoded) Split(string pair)
    {
        var space = pair.IndexOf(' ');
        return space < 0 ? (pair, "") : (pair[..space], pair[(space + 1)..].Trim());
    }

    private static string Decode(string encoded)
    {
        try
        {
            return StrictUtf8.GetString(Convert.FromBase64String(encoded));
        }
        catch (Exception exception) when (exception is FormatException or DecoderFallbackException)
        {
            throw Problem.BadRequest($"A value of {Header} is UTF-8 in base64.", exception);
        }
    }
}
