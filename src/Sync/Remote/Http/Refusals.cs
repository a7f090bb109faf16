using System.Net;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Client;

namespace FileStorage.Sync.Remote.Http;

/// <summary>What a refusal of the server means to the engine.</summary>
internal static class Refusals
{
    /// <summary>The outcome of a command that was refused.</summary>
    /// <exception cref="RemoteUnavailableException">The server is gone, busy or failing.</exception>
    /// <exception cref="RemoteDeniedException">The token is dead.</exception>
    public static RemoteOutcome OutcomeOf(FileStorageException exception)
    {
        ThrowIfGeneral(exception);
        return exception.Problem?.Type switch
        {
            ProblemTypes.NotFound or ProblemTypes.ParentMissing or ProblemTypes.NameTaken or ProblemTypes.Cycle or ProblemTypes.PreconditionFailed
                or ProblemTypes.NotPossible or ProblemTypes.UploadExpired or ProblemTypes.MissingChunks or ProblemTypes.Resync or ProblemTypes.WentBack
                => new RemoteOutcome.Stale(exception.Message),
            ProblemTypes.HashMismatch => new RemoteOutcome.LocalChanged(),
            _ => new RemoteOutcome.Refused(exception.Message),
        };
    }

    /// <summary>Throws for what concerns every command alike.</summary>
    public static void ThrowIfGeneral(FileStorageException exception)
    {
        switch (exception.Status)
        {
            case null when exception.IsUnreachable:
            case HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout:
            case HttpStatusCode.InternalServerError when !exception.Is(ProblemTypes.DamagedContent):
                throw new RemoteUnavailableException(exception.Message, exception.RetryAfter, exception);
            case HttpStatusCode.Unauthorized:
                throw new RemoteDeniedException(exception.Message, exception);
            case null:
                // An answer that cannot be understood: another program, or a version that is too new or too old.
                throw new RemoteUnavailableException(exception.Message, retryAfter: null, exception);
        }
    }
}
