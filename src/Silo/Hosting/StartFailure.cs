using System.Net.Sockets;
using System.Security.Cryptography;
using FileStorage.Storage.Backups;
using FileStorage.Storage.Chunks.Keys;
using FileStorage.Storage.Chunks.Objects;
using FileStorage.Storage.Metadata.Database;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace FileStorage.Silo.Hosting;

/// <summary>One line for what an operator can do something about. What is left over is a fault of ours, and keeps its stack.</summary>
internal static class StartFailure
{
    /// <summary>The line, or null.</summary>
    /// <param name="exception">What happened.</param>
    /// <param name="deed">What cannot be done because of it.</param>
    public static string? Describe(Exception exception, string deed = "start") => Sentence(exception) is { } sentence
        ? $"filestorage cannot {deed}: {sentence.ReplaceLineEndings(" ")}"
        : null;

    private static string? Sentence(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var only] } => Sentence(only),
        StartException or MetadataException or KeyRingException or ObjectStoreException or BackupException => exception.Message,
        OptionsValidationException invalid => "a setting is wrong: " + string.Join(' ', invalid.Failures),
        _ when Find<AddressInUseException>(exception) is not null =>
            Where(exception) + " is in use by another process; stop it, or choose another address with --urls.",
        _ when Find<SocketException>(exception) is { } socket => $"{Where(exception)} cannot be listened on: {socket.Message}.",
        CryptographicException certificate => "the certificate cannot be used: " + certificate.Message,
        InvalidDataException or FormatException or InvalidOperationException { InnerException: FormatException or ArgumentException } =>
            "a setting is wrong: " + exception.Message + " " + exception.InnerException?.Message,
        IOException or UnauthorizedAccessException => exception.Message,
        _ => null,
    };

    // Kestrel names the address in its own words around the cause.
    private static string Where(Exception exception)
    {
        const string before = "Failed to bind to address ";
        var start = exception.Message.IndexOf(before, StringComparison.Ordinal);
        if (start < 0)
        {
            return "an address";
        }

        var rest = exception.Message[(start + before.Length)..];
        var end = rest.IndexOf(": ", StringComparison.Ordinal);
        return end < 0 ? rest.TrimEnd('.') : rest[..end];
    }

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }
}
