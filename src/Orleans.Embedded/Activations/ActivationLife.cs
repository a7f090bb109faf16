using Orleans.Embedded.Requests;
using Orleans.Embedded.Silos;

namespace Orleans.Embedded.Activations;

/// <content>The two ends of an activation's life.</content>
internal sealed partial class Activation
{
    private void Activate()
    {
        _state = ActivationState.Activating;
        try
        {
            GrainInstance = Class.CreateInstance(this);
        }
        catch (Exception exception)
        {
            FailAsync(exception).Observe(this);
            return;
        }

        if (_documents is null && !Class.HasOnActivate)
        {
            Activated();
            return;
        }

        ActivateAsync().Observe(this);
    }

    private async Task ActivateAsync()
    {
        try
        {
            var token = Silo.ActivationTimeouts.Next();
            foreach (var document in _documents ?? [])
            {
                await document.ReadStateAsync(token);
            }

            if (GrainInstance is IGrainBase grain)
            {
                await grain.OnActivateAsync(token);
            }
        }
        catch (Exception exception)
        {
            await FailAsync(exception);
            return;
        }

        Activated();
    }

    private void Activated()
    {
        lock (_scheduler)
        {
            _state = _reason is null ? ActivationState.Active : ActivationState.Deactivating;
        }
    }

    /// <summary>The calls that wait fail with what the grain failed with; the next call makes a fresh activation.</summary>
    private async Task FailAsync(Exception exception)
    {
        Silo.Log.ActivationFailed(exception, GrainId);
        _failure = exception;
        Silo.Directory.Remove(this);
        await EndAttachedAsync();
        await DisposeInstanceAsync();
        Leave(request => request.Fail(exception));
    }

    private async Task RetireAsync()
    {
        try
        {
            await EndAttachedAsync();
            if (Class.HasOnDeactivate && GrainInstance is IGrainBase grain)
            {
                await grain.OnDeactivateAsync(_reason!.Value, Silo.DeactivationTimeouts.Next());
            }
        }
        catch (Exception exception)
        {
            Silo.Log.DeactivationFailed(exception, GrainId);
        }

        Silo.Directory.Remove(this);
        await DisposeInstanceAsync();
        Leave(Silo.Reroute);
    }

    private async Task EndAttachedAsync()
    {
        if (_attached is { } attached)
        {
            _attached = null;
            foreach (var item in attached)
            {
                await item.EndAsync();
            }
        }
    }

    private async Task DisposeInstanceAsync()
    {
        try
        {
            switch (GrainInstance)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync();
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }

            if (_scope is { } scope)
            {
                await scope.DisposeAsync();
            }
        }
        catch (Exception exception)
        {
            Silo.Log.DeactivationFailed(exception, GrainId);
        }
    }

    /// <summary>Ends this life and passes on the calls that waited for it to end.</summary>
    private void Leave(Action<Request> passOn)
    {
        var waiting = default(RequestQueue);
        lock (_scheduler)
        {
            _state = ActivationState.Gone;
            while (_admission.TakeAny() is { } request)
            {
                waiting.Enqueue(request);
            }

            _deactivated?.TrySetResult();
        }

        while (!waiting.IsEmpty)
        {
            var request = waiting.Dequeue();
            if (request.MayMove)
            {
                passOn(request);
            }
        }
    }
}
