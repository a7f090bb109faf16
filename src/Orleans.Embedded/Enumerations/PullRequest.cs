using Orleans.Embedded.Activations;
using Orleans.Embedded.Requests;

namespace Orleans.Embedded.Enumerations;

/// <summary>Asks for the next page; the first one starts the enumeration. It interleaves with all calls, as in Orleans.</summary>
internal sealed class PullRequest<T>(Guid id, int number, EnumerationRequest<T> request, CancellationToken token)
    : FunctionRequest<EnumerationPage<T>>
{
    private readonly MethodDescription _method = request.Method.Interleaved;

    public override MethodDescription Method => _method;

    public override CancellationToken Token => token;

    public override Task Invoke(object grain)
    {
        var sessions = Activation.Current!.Enumerations;
        if (number == 0 && !sessions.Has(id))
        {
            sessions.Add(id, new EnumerationSession<T>(Activation.Current, request.Enumerate(grain), token));
        }

        return sessions.Find(id) is EnumerationSession<T> session
            ? PullAsync(sessions, session)
            : Task.FromResult(EnumerationPage<T>.Missing);
    }

    private async Task<EnumerationPage<T>> PullAsync(EnumerationSessions sessions, EnumerationSession<T> session)
    {
        var isLast = true;
        try
        {
            var page = await session.PullAsync(number);
            isLast = page.IsLast;
            return page;
        }
        finally
        {
            if (isLast)
            {
                await sessions.RemoveAsync(id);
            }
        }
    }
}
