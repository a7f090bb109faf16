using FileStorage.Api.Contracts.Problems;

namespace FileStorage.Api.Problems;

/// <summary>
/// Ends a request with a problem. Thrown where the problem is found, caught only at the edge (<see cref="ProblemEdge"/>, and for
/// one file of a batch by the batch).
/// </summary>
internal sealed class ProblemException(ProblemBody problem, Exception? innerException = null)
    : Exception(problem.Detail, innerException)
{
    public ProblemBody Problem { get; } = problem;

    public int Status => Problem.Status ?? 500;

    /// <summary>When the caller may come again, for the Retry-After header.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
