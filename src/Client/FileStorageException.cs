using System.Net;
using System.Net.Sockets;
using FileStorage.Api.Contracts.Problems;

namespace FileStorage.Client;

/// <summary>The server refused a request, or could not be reached. The message is a sentence for the user.</summary>
public sealed class FileStorageException : Exception
{
    public FileStorageException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    private FileStorageException(HttpStatusCode status, ProblemBody problem, string message)
        : base(message)
    {
        Status = status;
        Problem = problem;
    }

    /// <summary>The status of the answer; null where there was none.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>What the server said; null where it said nothing that can be read.</summary>
    public ProblemBody? Problem { get; }

    /// <summary>How long the server asked to be left alone; null where it did not.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Whether the server could not be reached, so that it may help to try again.</summary>
    public bool IsUnreachable => Status is null && InnerException is not null;

    /// <summary>Whether the problem is of this type, one of <see cref="ProblemTypes"/>.</summary>
    public bool Is(string problemType) => Problem?.Type == problemType;

    /// <summary>From the answer's status and its problem body.</summary>
    public static FileStorageException Refused(HttpStatusCode status, ProblemBody? problem, TimeSpan? retryAfter = null)
    {
        problem ??= new ProblemBody { Status = (int)status };
        return new FileStorageException(status, problem, problem.Detail ?? problem.Title ?? $"The server answered {(int)status} ({status}).")
        {
            RetryAfter = retryAfter,
        };
    }

    internal static FileStorageException Unreachable(Uri server, Exception exception)
    {
        var root = server.GetLeftPart(UriPartial.Authority);
        var message = (exception, exception.InnerException) switch
        {
            (_, SocketException { SocketErrorCode: SocketError.ConnectionRefused }) => $"No server answers at {root} (connection refused).",
            (HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }, _) => $"There is no server of the name {server.Host}.",
            (HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }, var inner) =>
                $"No secure connection to {root}: {(inner ?? exception).Message}",
            (TimeoutException, _) => $"The server at {root} did not answer in time.",
            _ => $"The connection to {root} broke: {exception.Message}",
        };
        return new FileStorageException(message, exception);
    }
}
