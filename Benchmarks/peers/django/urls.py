from django.urls import path
from proposals import views

urlpatterns = [path("proposals/<int:number>/position", views.position), path("proposals/<int:number>", views.show)]
