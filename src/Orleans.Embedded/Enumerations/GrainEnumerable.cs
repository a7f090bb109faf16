using Orleans.Embedded.Requests;

namespace Orleans.Embedded.Enumerations;

/// <summary>A sequence that a grain produces and its caller pulls, page by page.</summary>
internal sealed class GrainEnumerable<T>(GrainReference grain, EnumerationRequest<T> request) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new GrainEnumerator<T>(grain, request, cancellationToken.CanBeCanceled ? cancellationToken : request.Token);
}
