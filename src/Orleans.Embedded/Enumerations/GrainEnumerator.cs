using Orleans.Embedded.Requests;
using Orleans.Embedded.Silos;

namespace Orleans.Embedded.Enumerations;

/// <summary>The caller's end of an enumeration.</summary>
internal sealed class GrainEnumerator<T>(GrainReference grain, EnumerationRequest<T> request, CancellationToken cancellationToken)
    : IAsyncEnumerator<T>
{
    private readonly Guid _id = grain.Silo.NewId();
    private EnumerationPage<T> _page = EnumerationPage<T>.Empty;
    private int _index = -1;
    private int _pulled;

    public T Current => _page.Items[_index];

    public ValueTask<bool> MoveNextAsync() => ++_index < _page.Items.Count ? new(true) : PullAsync();

    public async ValueTask DisposeAsync()
    {
        if (_pulled == 0 || _page.IsLast)
        {
            return;
        }

        try
        {
            await grain.Send(new DisposeRequest(_id));
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException)
        {
            // The grain is out of reach, and what it produced ends with it.
            grain.Silo.Log.EnumerationLeft(exception, grain.GrainId);
        }
    }

    private async ValueTask<bool> PullAsync()
    {
        while (!_page.IsLast)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var pull = new PullRequest<T>(_id, _pulled++, request, cancellationToken);
            _page = await (Task<EnumerationPage<T>>)grain.Send(pull);
            _index = 0;
            if (_page.IsMissing)
            {
                throw new EnumerationAbortedException(
                    $"{grain.GrainId} knows nothing of this enumeration: it was deactivated after the enumeration began.");
            }

            if (_page.Items.Count > 0)
            {
                return true;
            }
        }

        return false;
    }
}
