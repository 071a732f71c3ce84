from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='plan',
            name='evidence_when_met',
            field=models.BooleanField(default=False, help_text='A report by which its target is met is only taken with a file of evidence.', verbose_name='evidence when met'),
        ),
    ]
